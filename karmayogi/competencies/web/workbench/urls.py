"""Addresses of the workbench, in the namespace of the package."""

from django.urls import path

from karmayogi.competencies.web.workbench import dictionaries, drafts, orders, progress

urlpatterns = [
    path("workbench/", orders.orders, name="orders"),
    path("workbench/orders.xlsx", orders.orders_sheet, name="orders_sheet"),
    path("workbench/orders/new/", orders.new_order, name="order_new"),
    path("workbench/orders/<uuid:order>/", orders.order, name="order"),
    path("workbench/orders/<uuid:order>/step/", orders.order_step, name="order_step"),
    path("workbench/orders/<uuid:order>/compare/", orders.compare, name="order_compare"),
    path("workbench/orders/<uuid:order>/paper.pdf", orders.paper, name="order_paper"),
    path("workbench/orders/<uuid:order>/edit/", drafts.edit, name="order_edit"),
    path("workbench/orders/<uuid:order>/change/", drafts.change, name="order_change"),
    path("workbench/orders/<uuid:order>/suggestions/<uuid:line>/", drafts.suggest, name="order_suggest"),
    path("workbench/names/pairs/", dictionaries.pairs, name="name_pairs"),
    path("workbench/names/pairs/look/", dictionaries.look_for_pairs, name="name_pairs_look"),
    path("workbench/names/pairs/<uuid:pair>/", dictionaries.decide_pair, name="name_pair"),
    path("workbench/names/items/<uuid:item>/", dictionaries.item, name="item"),
    path("workbench/names/<str:dictionary>/", dictionaries.dictionary, name="dictionary"),
    path("workbench/names/<str:dictionary>/list.xlsx", dictionaries.dictionary_sheet, name="dictionary_sheet"),
    path("workbench/names/<str:dictionary>/new/", dictionaries.new_item, name="item_new"),
    path("workbench/progress/", progress.progress_index, name="progress_index"),
    path("workbench/progress/<uuid:organisation>/", progress.progress_of, name="progress"),
    path("workbench/progress/<uuid:organisation>/list.xlsx", progress.progress_sheet, name="progress_sheet"),
]
