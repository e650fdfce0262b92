"""The e-HRMS exchange: read → compare with the last accepted state → approve → apply → take back."""
